print("dropblock")
